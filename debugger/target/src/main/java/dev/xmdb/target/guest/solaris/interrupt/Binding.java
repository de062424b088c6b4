package dev.xmdb.target.guest.solaris.interrupt;

import java.util.Optional;

/** What an interrupt number is bound to, in the order of the kernel's values ({@code ii_type}, sys/evtchn_impl.h). */
public enum Binding {
    /** Nothing. */
    UNBOUND("unset"),
    /** A physical interrupt. */
    PHYSICAL("pirq"),
    /** A virtual interrupt of the hypervisor's. */
    VIRTUAL("virq"),
    /** An interrupt from one CPU to another. */
    PROCESSOR("ipi"),
    /** A channel to another domain. */
    CHANNEL("evtchn"),
    /** Channels of user processes, which share one interrupt. */
    DEVICE("device");

    private final String word;

    Binding(String word) {
        this.word = word;
    }

    /** The kernel's debugger's word for it. */
    public String word() {
        return word;
    }

    /** The binding with a value; empty for one that no kernel knows. */
    static Optional<Binding> of(int value) {
        return value >= 0 && value < values().length ? Optional.of(values()[value]) : Optional.empty();
    }
}
