package dev.xmdb.samples.truth;

import static org.assertj.core.api.Assertions.assertThat;

/** The kernel's messages in their order, and the messages in the rings of the xenstore. */
final class MessageAgreement implements Agreement {

    @Override
    public void check(SimulatedDomain domain) {
        assertThat(domain.ask("::msgbuf").stream()
                        .map(message -> message.number("timestamp") + " " + message.word("message")))
                .as("the kernel's messages")
                .containsExactlyElementsOf(domain.truth().list("messages").stream()
                        .map(message -> message.number("time") + " " + message.text("text"))
                        .toList());
    }
}
