# install.sed: corrects the links of the documents for where they are installed, all in one
# folder. A link to a file that is not installed with them becomes plain text. (sed -E)
s#\]\(src/docs/#](#g
s#\]\(\.\./\.\./README\.md#](README.md#g
s#\[([^]]*)\]\((\.\./\.\./)?((include|rules|src|tests)/[^)]*|rules|LICENSE)\)#\1#g
