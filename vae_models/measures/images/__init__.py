"""Measures of images against images: Fréchet distance, SSIM, classifiers."""
