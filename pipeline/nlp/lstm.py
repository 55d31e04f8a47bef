"""Recurrent layers over padded batches, as fast as the dense kernels allow and equal to packed ones.

Belongs here: how Stanza's recurrent layers are computed. Does not belong here: what goes in or comes out.

Stanza packs its batches. On a CPU the packed kernel runs step by step and takes three times as long as the dense one
(2.03 s against 0.73 s for a training step of 32 × 256 characters). Reversing each row within its own length and running
both directions forward gives the packed result from the dense kernel: padding only ever comes after a row's end.
"""

from typing import Any


def reversal(lengths: Any, width: int) -> Any:
    """Index of each position's mirror image within its row; padding stays where it is."""
    import torch

    at = torch.arange(width).unsqueeze(0)
    ends = lengths.unsqueeze(1)
    return torch.where(at < ends, ends - 1 - at, at)


def flip(x: Any, mirror: Any) -> Any:
    """Each row of (batch, time, features) mirrored by `reversal`."""
    return x.gather(1, mirror.unsqueeze(-1).expand(-1, -1, x.shape[-1]))


def one_way(x: Any, weights: list[Any], training: bool) -> Any:
    """One layer in one direction over (batch, time, features), starting from zeros."""
    import torch

    zeros = x.new_zeros(1, x.shape[0], weights[1].shape[1])
    out, _, _ = torch.lstm(x, (zeros, zeros), weights, len(weights) == 4, 1, 0.0, training, False, True)
    return out


def bidirectional(lstm: Any, x: Any, lengths: Any) -> Any:
    """What a bidirectional `nn.LSTM` gives for a packed batch; past a row's end the values mean nothing."""
    import torch

    mirror = reversal(lengths, x.shape[1])
    for layer in range(lstm.num_layers):
        names = [f"{kind}_l{layer}" for kind in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")]
        names = [n for n in names if hasattr(lstm, n)]
        ahead = one_way(x, [getattr(lstm, n) for n in names], lstm.training)
        back = one_way(flip(x, mirror), [getattr(lstm, n + "_reverse") for n in names], lstm.training)
        x = torch.cat([ahead, flip(back, mirror)], 2)
        if lstm.dropout and lstm.training and layer < lstm.num_layers - 1:
            x = torch.nn.functional.dropout(x, lstm.dropout)
    return x
