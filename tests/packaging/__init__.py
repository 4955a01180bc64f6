"""The installers and what goes into them."""
