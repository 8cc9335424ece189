import os
import tempfile

# gradio_client and huggingface_hub report their use otherwise. The app itself is started without it: see conftest.app.
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["HF_HOME"] = tempfile.mkdtemp(prefix="no-hub-cache-")  # whatever models the developer has
