# Filled by the infrastructure: install rules of the relocatable prefix.
