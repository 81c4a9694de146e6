"""Where does our structure get in the customer's way, and what is the smallest step that helps most?"""

__version__ = "0.1.0"
