"""What does a firm's `brand.toml` say of the looks of its reports?"""

from alignment.branding.reading import read_brand

__all__ = ["read_brand"]
