package dev.xmdb.target.guest.linux.timer;

import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.kallsyms.Kallsyms;

/** How large a per-CPU variable is. Up to 6.14 such variables have no addresses, so that only the next one tells. */
final class PerCpuSize {
    private PerCpuSize() {}

    /** Bytes up to the next per-CPU variable; at most some number. */
    static long of(LinuxGuest guest, long symbol, long most) {
        Kallsyms symbols = guest.kallsyms();
        long next = symbol + most;
        for (int each = 0; each < symbols.count(); each++) {
            long address = symbols.address(each);
            if (Long.compareUnsigned(address, symbol) > 0 && Long.compareUnsigned(address, next) < 0) {
                next = address;
            }
        }
        return next - symbol;
    }
}
