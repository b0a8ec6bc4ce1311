"""What is open: data, model, runs, training, pins, messages. Facts and who changes them, no widgets."""
