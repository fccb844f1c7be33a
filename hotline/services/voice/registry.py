"""Every node of a call, by the name that its row holds."""

from __future__ import annotations

from collections.abc import Mapping

from hotline.services.voice import effects
from hotline.services.voice.nodes import (
    ask_by_call,
    bridge_nodes,
    callback,
    closing,
    flow_node,
    greeting,
    hunt_group,
    notices,
    operator,
    pin,
    playback,
    record,
    status,
)
from hotline.services.voice.nodes.node import Node, RedirectNode
from hotline.services.voice.nodes.pin import PinProtected

NODES: Mapping[str, Node] = {
    "language": greeting.Language(),
    "waiting": playback.offered(),
    "listen": PinProtected("listen", playback.Listen()),
    "resume": greeting.resume(),
    "resumed": PinProtected("resumed", RedirectNode(greeting.go_on)),
    "menu": RedirectNode(flow_node.main_menu),
    "flow": flow_node.FlowNode(),
    "record": record.Recorder("words"),
    "message": record.Recorder("message"),
    "record-check": record.check(),
    "reference": closing.Reference(),
    "pin": pin.PinNode(),
    "status": PinProtected("status", RedirectNode(status.tell)),
    "which": PinProtected("which", status.which()),
    "request": PinProtected("request", status.request()),
    "helping": PinProtected("helping", status.helping_with()),
    "offer": PinProtected("offer", RedirectNode(effects.go_on_with_offer)),
    "person": RedirectNode(operator.look_for_somebody),
    "listener": RedirectNode(operator.look_for_listener),
    "ringing": hunt_group.Ringing(),
    "connect": RedirectNode(bridge_nodes.connect),
    "bridge": bridge_nodes.Helper(),
    "joining": bridge_nodes.Joining(),
    "searching": hunt_group.searching(),
    "ask": ask_by_call.AskNode(),
    "ask-yes": RedirectNode(ask_by_call.accept),
    "taken": ask_by_call.taken(),
    "callback": callback.CalledBack(),
    "arrived": RedirectNode(greeting.what_waits),
    "news": notices.Announced("v-news", "news-told"),
    "news-here": PinProtected("news-here", RedirectNode(notices.take)),
    "news-told": PinProtected("news-told", notices.Told()),
    "question": notices.Announced("v-question", "question-put"),
    "question-put": PinProtected("question-put", RedirectNode(notices.put)),
    "goodbye": closing.Goodbye(),
}
