"""`python -m services.gateway`"""

from services.gateway.app import app
from services.gateway.settings import GatewaySettings
from shared.runtime.running import run

if __name__ == "__main__":
    run(app, GatewaySettings)
