"""`python -m services.slots`"""

from services.slots.app import app
from services.slots.settings import SlotSettings
from shared.runtime.running import run

if __name__ == "__main__":
    run(app, SlotSettings)
