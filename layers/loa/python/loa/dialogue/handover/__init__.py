"""The work of officers who left: conversations and cases go to the colleague who was named."""
