package dev.xmdb.dcmds.xpv;

import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Walker;
import dev.xmdb.target.Target;
import java.util.OptionalLong;
import java.util.function.LongPredicate;

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
    public void walk(Target target, OptionalLong start, LongPredicate sink) {
        int count = target.vcpus().size();
        long index = start.orElse(0);
        while (index >= 0 && index < count && sink.test(index)) {
            index++;
        }
    }
}
