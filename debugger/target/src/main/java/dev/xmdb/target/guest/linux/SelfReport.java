package dev.xmdb.target.guest.linux;

import dev.xmdb.target.guest.Capability;
import dev.xmdb.target.guest.Fact;
import dev.xmdb.target.guest.GuestIdentity;
import dev.xmdb.target.guest.GuestMapping;
import dev.xmdb.target.guest.GuestObject;
import dev.xmdb.target.registers.RegisterSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What a Linux kernel tells of itself. It rests on readers that know the guest, so whoever recognises a kernel brings it along. */
public interface SelfReport {

    /** What it is and how it is. */
    List<Fact> facts();

    /** What can be done with it. */
    List<Capability> capabilities();

    /** What it calls itself. */
    GuestIdentity identity();

    /** It and its modules. */
    List<GuestObject> objects();

    /** The uses of its address space. */
    List<GuestMapping> mappings();

    /** The registers of the CPU that panicked. */
    Optional<RegisterSet> stopRegisters();

    /** The vCPU that panicked, by its place in the image. */
    OptionalInt stoppedVcpu();
}
