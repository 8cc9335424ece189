"""The chat page: `python app.py`, or `python app.py --share`. A Hugging Face Space runs this file as it is."""

import sys

from qa.cli import main

if __name__ == "__main__":
    sys.exit(main(["serve", *sys.argv[1:]]))
