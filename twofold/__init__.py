"""The command and the Python interface.

```python
import twofold

result = twofold.check("With $r \\in (0, 1)$: $\\sum_{k=1}^{n} r^k = \\frac{1 - r^{n+1}}{1 - r}$")
for finding in result.failing:
    print(finding.line, finding.code, finding.message)
```
"""

from __future__ import annotations

from twofold.interface import check, verify
from twofold.version import __version__

__all__ = ["__version__", "check", "verify"]
