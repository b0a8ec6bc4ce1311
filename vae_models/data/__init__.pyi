from .load import Dataset as Dataset, load_dataset as load_dataset
from .splits import Split as Split
