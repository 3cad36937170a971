"""``python -m extractor``: the same as the command ``gongbao``."""

from extractor.cli import main

if __name__ == "__main__":
    main()
