"""What a resident lets the Mini App remember about them."""
