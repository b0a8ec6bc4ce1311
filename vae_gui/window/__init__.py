"""The frame around the views: menus, status bar, opening and saving."""
