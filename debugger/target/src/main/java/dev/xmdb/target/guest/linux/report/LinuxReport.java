package dev.xmdb.target.guest.linux.report;

import dev.xmdb.target.guest.Capability;
import dev.xmdb.target.guest.Fact;
import dev.xmdb.target.guest.GuestIdentity;
import dev.xmdb.target.guest.GuestMapping;
import dev.xmdb.target.guest.GuestObject;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.SelfReport;
import dev.xmdb.target.registers.RegisterSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The report of one kernel.
 *
 * @param guest the kernel
 */
public record LinuxReport(LinuxGuest guest) implements SelfReport {

    @Override
    public List<Fact> facts() {
        return new KernelFacts(guest).all();
    }

    @Override
    public List<Capability> capabilities() {
        return new Capabilities(guest).all();
    }

    @Override
    public GuestIdentity identity() {
        return new KernelNames(guest).identity();
    }

    @Override
    public List<GuestObject> objects() {
        return new KernelObjects(guest).all();
    }

    @Override
    public List<GuestMapping> mappings() {
        return new KernelMappings(guest).all();
    }

    @Override
    public Optional<RegisterSet> stopRegisters() {
        return Panic.of(guest).registers();
    }

    @Override
    public OptionalInt stoppedVcpu() {
        return Panic.of(guest).vcpu();
    }
}
