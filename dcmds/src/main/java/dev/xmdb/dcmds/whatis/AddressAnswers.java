package dev.xmdb.dcmds.whatis;

import dev.xmdb.dcmds.Fields;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.target.whatis.AddressOwner;
import dev.xmdb.target.whatis.AddressSearch;
import dev.xmdb.target.whatis.AddressSearch.Found;
import dev.xmdb.target.whatis.AddressSource;
import java.util.List;

/**
 * Answers what addresses belong to: {@code ::whatis} without what differs between guests. It lasts from the first address of a loop to
 * the last.
 *
 * @param module the module that the command belongs to, for the names of what is searched
 * @param where the search
 * @param wording how an answer is put into words
 * @param status whether everything could be read
 * @param <O> the owners that are searched
 */
public record AddressAnswers<O extends AddressOwner>(
        String module, AddressSearch<O> where, Wording<O> wording, Status status) {

    /**
     * How an answer is put into words.
     *
     * @param <O> the owners that are searched
     */
    @FunctionalInterface
    public interface Wording<O extends AddressOwner> {
        /** The row for an address and an owner. */
        Emission.Row row(long address, O owner);
    }

    /** Whether the answers would go into a pipe, for which they are none; says so. */
    public static boolean refusesPipe(Invocation in) {
        if (in.isPipeOutput()) {
            in.warn("whatis: cannot be output into a pipe");
            return true;
        }
        return false;
    }

    /** {@code base+offset}, both in hexadecimal. */
    public static String place(long address, long base) {
        return Long.toHexString(base) + "+" + Long.toHexString(address - base);
    }

    /** Answers for the address that a command was given. */
    public Status answer(Invocation in) {
        List<Found<O>> found = where.find(in.address(), in.has('a'));
        if (in.has('v')) {
            searched(in, found);
        }
        for (Found<O> each : found) {
            in.out().emit(wording.row(in.address(), each.owner()));
        }
        if (found.isEmpty()) {
            in.out()
                    .emit(new Fields()
                            .address("address", in.address())
                            .text("kind", "unknown")
                            .row(Long.toHexString(in.address()) + " is unknown"));
        }
        return in.isLoop() && !in.isLoopFirst() ? Status.OK : status;
    }

    private static void searching(Invocation in, String place) {
        in.out().emit(new Fields().text("searching", place).row("Searching " + place + "..."));
    }

    /** Names what was searched, up to where the answer was found. */
    private void searched(Invocation in, List<Found<O>> found) {
        for (AddressSource<O> source : where.sources()) {
            boolean last = !in.has('a')
                    && !found.isEmpty()
                    && found.getFirst().source().equals(source);
            List<String> places = source.places();
            if (places.isEmpty()) {
                searching(in, module + "`" + source.name());
            }
            int end =
                    last && !places.isEmpty() ? source.placeOf(found.getFirst().owner()) + 1 : places.size();
            places.subList(0, end).forEach(place -> searching(in, place));
            if (last) {
                return;
            }
        }
    }
}
