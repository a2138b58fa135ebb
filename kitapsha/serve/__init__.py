"""The live preview: the publication in memory, shown to the browsers of this machine and to nobody else."""
