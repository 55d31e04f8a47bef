"""`python -m pipeline` is the command `rasid`. The one place where the arrow assets → pipeline is turned around."""

from assets.cli import main

if __name__ == "__main__":
    main()
