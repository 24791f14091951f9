"""Cases from and to other systems."""
