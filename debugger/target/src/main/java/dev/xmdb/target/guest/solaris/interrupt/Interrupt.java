package dev.xmdb.target.guest.solaris.interrupt;

import java.util.Optional;

/**
 * An interrupt number (IRQ) of the kernel's.
 *
 * @param irq the number
 * @param binding what it is bound to; empty when the table holds a value that no kernel knows
 * @param word the number beside it: a virtual interrupt, an interrupt level or an event channel, depending on {@code binding}
 * @param level the interrupt level that the table gives it; 0 when it gives none
 */
public record Interrupt(int irq, Optional<Binding> binding, int word, int level) {}
