package dev.xmdb.dcmds.core.rows;

import dev.xmdb.dcmds.core.types.MisnamedException;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.output.Value;
import java.math.BigInteger;

/** Adds up a column: quantities with their sign, all that is bits without one. It may be larger on its way than it is at the end. */
final class Sum {
    private static final BigInteger UNSIGNED = BigInteger.TWO.pow(Long.SIZE);

    private final Key key;
    private BigInteger total = BigInteger.ZERO;

    Sum(Key key) {
        this.key = key;
    }

    /**
     * Adds a value; nothing counts for nothing.
     *
     * @throws MisnamedException when it is no number
     */
    void add(Value value) {
        total = switch (value) {
            case Value.Quantity(long quantity) -> total.add(BigInteger.valueOf(quantity));
            case Value.Unsigned(long quantity) -> total.add(unsigned(quantity));
            case Value.Address(long address) -> total.add(unsigned(address));
            case Value.SymbolRef symbol -> total.add(unsigned(symbol.address()));
            case Value.Flags flags -> total.add(unsigned(flags.bits()));
            case Value.Truth(boolean truth) -> truth ? total.add(BigInteger.ONE) : total;
            case Value.Real(double real) -> total.add(BigInteger.valueOf(Math.round(real)));
            case Value.Absent ignored -> total;
            case Value.Text ignored -> throw notANumber();
            case Value.Many ignored -> throw notANumber();
            case Value.Named ignored -> throw notANumber();
        };
    }

    private MisnamedException notANumber() {
        return new MisnamedException(key.name() + " is no number and has no sum");
    }

    private static BigInteger unsigned(long bits) {
        return bits < 0 ? BigInteger.valueOf(bits).add(UNSIGNED) : BigInteger.valueOf(bits);
    }

    /**
     * The sum.
     *
     * @throws DcmdException when 64 bits do not hold it
     */
    Value value() {
        if (total.bitLength() < Long.SIZE) {
            return new Value.Quantity(total.longValue());
        }
        if (total.signum() > 0 && total.bitLength() == Long.SIZE) {
            return new Value.Unsigned(total.longValue());
        }
        throw new DcmdException("the sum of " + key.name() + " does not fit in 64 bits");
    }
}
