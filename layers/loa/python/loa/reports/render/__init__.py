"""Tables made into sheets and documents."""
