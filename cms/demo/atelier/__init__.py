"""The picture studio of the demo shop: models in code, a stage with soft light, a darkroom for colors.

`python -m cms.demo.atelier` inside an environment with `requirements.txt` of this folder renders what is
missing; README.md tells how. The shop itself never imports this package: it reads the finished pictures.
"""
