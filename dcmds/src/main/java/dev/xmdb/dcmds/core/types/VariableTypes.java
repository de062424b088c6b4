package dev.xmdb.dcmds.core.types;

import dev.xmdb.dcmds.SingleLine;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.Session;
import dev.xmdb.target.guest.CpuVariables;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.symbols.Symbol;
import dev.xmdb.target.types.Type;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Types by address: what is known of the variable that begins there. */
final class VariableTypes {
    /** As many copies of a variable are told one by one. */
    private static final int TOLD = 4;

    private VariableTypes() {}

    /**
     * The type of the variable at an address, or of which a CPU has its copy there; empty when none begins there, or nothing is known of
     * it.
     *
     * @throws DcmdException when the address is what the symbol of a per-CPU variable says: it stands for several
     */
    static Optional<Type> find(Session session, long address) {
        refuseCopied(session, address);
        return session.symbols().exactly(address).stream()
                .flatMap(symbol -> session.types().ofVariable(symbol).stream())
                .findFirst()
                .or(() -> ofCpus(session).copiedTo(address).map(CpuVariables.Variable::type));
    }

    /**
     * The type of the variable at an address.
     *
     * @throws DcmdException when none begins there, when its type is not known, or as for {@link #find}
     */
    static Type of(Session session, long address) {
        return find(session, address).orElseThrow(() -> {
            String label = session.label(address);
            List<Symbol> symbols = session.symbols().exactly(address);
            return new DcmdException(
                    session.types().guestHidden()
                            ? "the guest's type data is not used (::set -o noctf)"
                            : symbols.isEmpty()
                                    ? "no symbol information for " + label
                                    : "no type data available for " + label + " ["
                                            + symbols.getFirst().index() + "]");
        });
    }

    private static CpuVariables ofCpus(Session session) {
        return session.types().guestHidden()
                ? CpuVariables.NONE
                : session.target().map(target -> target.guest().cpuVariables()).orElse(CpuVariables.NONE);
    }

    /**
     * Does nothing unless an address is none, but what the symbol of a per-CPU variable says.
     *
     * @throws DcmdException when it is: it stands for several variables
     */
    static void refuseCopied(Session session, long address) {
        CpuVariables ofCpus = ofCpus(session);
        Optional<CpuVariables.Variable> every = ofCpus.valued(address);
        if (every.isPresent()) {
            throw new DcmdException(describe(every.get(), ofCpus));
        }
    }

    private static String describe(CpuVariables.Variable variable, CpuVariables all) {
        String name = SingleLine.of(variable.name());
        String places;
        try {
            List<CpuVariables.Copy> copies = all.copies(variable.value());
            places = copies.stream()
                            .limit(TOLD)
                            .map(copy -> "CPU " + copy.cpu() + " has it at " + Long.toHexString(copy.address()))
                            .collect(Collectors.joining(", "))
                    + (copies.size() > TOLD ? ", and " + (copies.size() - TOLD) + " more" : "");
        } catch (MemoryFaultException lost) {
            places = "where they have it is not known: " + lost.getMessage();
        }
        return name + " is a per-CPU variable (" + SingleLine.of(variable.type().declaration()) + "): " + places
                + "; try " + name + "::walk percpu | ::print";
    }
}
