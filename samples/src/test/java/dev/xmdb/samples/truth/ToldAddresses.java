package dev.xmdb.samples.truth;

import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DebuggerModule;
import dev.xmdb.engine.Walk;
import dev.xmdb.engine.Walker;
import java.util.List;

/** A module whose one walker visits addresses that the simulator told, so that one command can be asked about all of them. */
final class ToldAddresses implements DebuggerModule, Walker {
    private List<Long> addresses = List.of();

    /** What is visited from now on. */
    void set(List<Long> told) {
        addresses = List.copyOf(told);
    }

    @Override
    public String name() {
        return "told";
    }

    @Override
    public String summary() {
        return "visit what the simulator told";
    }

    @Override
    public List<Dcmd> dcmds() {
        return List.of();
    }

    @Override
    public List<Walker> walkers() {
        return List.of(this);
    }

    @Override
    public AddressUse address() {
        return AddressUse.NONE;
    }

    @Override
    public void walk(Walk walk) {
        for (long address : addresses) {
            if (!walk.deliver(address)) {
                return;
            }
        }
    }
}
