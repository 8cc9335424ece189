import os

# gradio_client and huggingface_hub report their use otherwise. The app itself is started without it: see conftest.app.
os.environ["HF_HUB_OFFLINE"] = "1"
