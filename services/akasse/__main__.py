"""`python -m services.akasse`"""

from services.akasse.app import app
from shared.runtime.running import run
from shared.runtime.settings import Settings

if __name__ == "__main__":
    run(app, Settings)
