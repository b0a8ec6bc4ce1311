"""What is open: data, model, runs, training, pins. Facts and who changes them, no widgets."""
