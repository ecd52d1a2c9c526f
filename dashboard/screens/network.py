"""Who acts on whom, and how that changed."""

from dashboard import controls, filter_bar, frame, network_options, network_tables
from dashboard.model import Filters
from dashboard.pictures import network
from dashboard.receipt import receipts


@frame.part  # a control of the network alone leaves the rest of the page as it is
def draw(chosen: Filters) -> None:
    """Draw controls, picture, receipts, files and tables."""
    filter_bar.follow()
    with controls.behind_the_picture():
        options, ties = network_options.draw(chosen)
        drawn = network.draw(frame.answers(), chosen, options, ties)
        picked = frame.chart(drawn.picture)
    network_tables.of_the_picture(drawn, options)
    network_tables.narrowing(chosen, options)
    receipts(picked, "Choose a tie or an actor to see the events behind it.")
    network_tables.files_and_rows(drawn, ties, chosen, options)


draw(frame.filters())
