from .onnx import export_onnx as export_onnx
from .script import plain_script as plain_script
