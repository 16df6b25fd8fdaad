"""What `manage.py` needs before there is a virtual environment: standard library only.

`python3 manage.py up` and `test` start here on a machine that has nothing but Python: the package makes
`.venv`, installs the pinned and hashed requirements, finds the native libraries of WeasyPrint, writes `.env`
and watches over the processes. Nothing in here imports Django (an import contract says so).
"""
