"""``python -m tests.damage``"""

from tests.damage.measure import main

main()
