"""`python -m services.console`"""

from services.console.app import app
from services.console.settings import ConsoleSettings
from shared.runtime.running import run

if __name__ == "__main__":
    run(app, ConsoleSettings)
