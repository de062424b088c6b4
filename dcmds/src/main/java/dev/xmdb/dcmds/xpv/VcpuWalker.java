package dev.xmdb.dcmds.xpv;

import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Walk;
import dev.xmdb.engine.Walker;

/** The walker {@code vcpu}: the index of every vCPU in the image. */
final class VcpuWalker implements Walker {
    @Override
    public String name() {
        return "vcpu";
    }

    @Override
    public String summary() {
        return "the index of every vCPU in the image";
    }

    @Override
    public AddressUse address() {
        return AddressUse.OPTIONAL;
    }

    @Override
    public void walk(Walk walk) {
        int count = walk.target().vcpus().size();
        long index = walk.start().orElse(0);
        while (index >= 0 && index < count && walk.deliver(index)) {
            index++;
        }
    }
}
