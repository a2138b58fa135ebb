"""The tests. This file keeps the package from being hidden by a folder `tests` that spylls installs."""
