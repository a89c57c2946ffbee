"""What do you earn on your customers, before and after what it costs to serve them? One answer each, ready for every face."""

from rung.profitability.service.margin import MarginResult, analyse, loss_sentence
from rung.profitability.service.serving import ServeResult, read_rates, serve, to_json

__all__ = ["MarginResult", "ServeResult", "analyse", "loss_sentence", "read_rates", "serve", "to_json"]
