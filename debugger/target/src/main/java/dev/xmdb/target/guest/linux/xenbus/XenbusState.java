package dev.xmdb.target.guest.linux.xenbus;

import java.util.Locale;

/** How far one end of a device is in connecting to the other ({@code enum xenbus_state}, Xen's public io/xenbus.h). */
public enum XenbusState {
    /** Nothing was written yet, or the path is gone. */
    UNKNOWN,
    /** It has begun. */
    INITIALISING,
    /** It has begun, and waits for the other end or for the hotplug scripts. */
    INITWAIT("InitWait"),
    /** It has said all, and waits for the other end. */
    INITIALISED,
    /** In use. */
    CONNECTED,
    /** The other end is to let go. */
    CLOSING,
    /** It has let go. */
    CLOSED,
    /** Its parts change (PCI). */
    RECONFIGURING,
    /** Its parts have changed (PCI). */
    RECONFIGURED;

    private static final XenbusState[] ALL = values();

    private final String word;

    XenbusState() {
        this.word = name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
    }

    XenbusState(String word) {
        this.word = word;
    }

    /** As Xen's header spells it. */
    public String word() {
        return word;
    }

    /** The word for a number; the number itself where it stands for no state. */
    public static String word(long number) {
        return number >= 0 && number < ALL.length ? ALL[(int) number].word : Long.toString(number);
    }
}
