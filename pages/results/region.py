"""How employment is in the region and in each municipality, beside the project's results."""

from mittaristo.panels.results import region
from mittaristo.ui import page

page.show(*region.PAGE, places=region.places)
