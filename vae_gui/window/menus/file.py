"""The File menu: what is opened, saved and exported."""

from PySide6.QtGui import QAction, QKeySequence

from vae_gui.widgets.basics.action import Action
from vae_gui.window.menus.menu import Menu

FILE = Menu(
    "&File",
    (
        Action(
            "open run", "Open &run…", lambda window: window.files.ask_run(), "Open a saved run",
            QKeySequence.StandardKey.Open, section="open", icon="open",
        ),
        Action(
            "open model", "Open &model…", lambda window: window.files.ask_model(), "Open a single model file",
            "Ctrl+Shift+O", section="open", icon="model",
        ),
        Action(
            "open data", "Open &data…", lambda window: window.files.ask_data(), "Open an .npz, .npy or IDX file",
            section="open", icon="data",
        ),
        Action(
            "open images", "Open &folder of images…", lambda window: window.files.ask_image_folder(),
            "Use your own images as data", section="open", icon="image",
        ),
        Action(
            "save model", "&Save model as…", lambda window: window.files.ask_save_model(),
            "Save the current model to a file", "Ctrl+Shift+S", section="save", icon="save",
        ),
        Action(
            "export onnx", "&Export model as ONNX…", lambda window: window.files.exports.ask_onnx(),
            "Encoder and decoder for programs that read ONNX", section="save", icon="export",
        ),
        Action(
            "show code", "Show the &code…", lambda window: window.files.exports.show_code(),
            "This run as one short file of plain PyTorch", section="save", icon="code",
        ),
        Action(
            "quit", "&Quit", lambda window: window.close(), "Training in progress is saved and can be resumed", "Ctrl+Q",
            section="leave", role=QAction.MenuRole.QuitRole,
        ),
    ),
)  # fmt: skip
