package dev.xmdb.dcmds.core.search;

import dev.xmdb.dcmds.AddressSpaceOptions;
import dev.xmdb.dcmds.Declared;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import dev.xmdb.target.search.MemorySearch;
import dev.xmdb.target.search.SearchFailedException;
import dev.xmdb.target.search.SearchPattern;
import dev.xmdb.target.search.SearchRange;
import dev.xmdb.target.search.ValuePattern;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** {@code ::search}. */
final class SearchDcmd {
    private static final int MOST_CONTEXT = 4096;

    private static final DcmdSpec SEARCH = AddressSpaceOptions.declare(DcmdSpec.named("search")
                    .summary("search memory for a value, text, bytes or a regular expression")
                    .address(AddressUse.OPTIONAL)
                    .countIsLength()
                    .gathersPipe()
                    .operands("pattern ...")
                    .option(OptionSpec.flag('t', "the pattern is text"))
                    .option(OptionSpec.flag('b', "the pattern is bytes in hexadecimal; ? is any digit"))
                    .option(OptionSpec.flag('e', "the pattern is a regular expression over bytes"))
                    .option(OptionSpec.flag('i', "with -t or -e, ignore the case of letters"))
                    .option(OptionSpec.flag('p', "search physical memory"))
                    .option(OptionSpec.flag('w', "search only pages whose last entry allows writing"))
                    .option(OptionSpec.flag('d', "search the kernel's map of all memory only (Linux)"))
                    .option(OptionSpec.flag('v', "show what was found"))
                    .option(OptionSpec.number('s', "size", "bytes in a value: 1, 2, 4 or 8; a pointer's otherwise"))
                    .option(OptionSpec.number('m', "mask", "the bits of a value that must be equal"))
                    .option(OptionSpec.number(
                            'g', "align", "what addresses are multiples of; a value's size, 1 for text and bytes"))
                    .option(OptionSpec.number('l', "length", "bytes to search at each address"))
                    .option(OptionSpec.number('n', "limit", "stop after so many matches"))
                    .option(OptionSpec.number('C', "bytes", "show so many bytes before and after each match")))
            .description(
                    "Prints the address of every match, in ascending order, with the symbol that covers it. A pattern without -t, -b or -e is an expression, whose value is looked for in "
                            + "the target's byte order. Matches may cross from page to page, wherever these are in the file. A pipe receives the addresses.\n\n"
                            + "Without an address, the kernel's half of the address space is searched, with -a or -u the other half; each page as often as it is "
                            + "mapped. -p searches each page of memory once. An address begins a range that ends after the count, or where the address space does. Addresses from a pipe are "
                            + "ranges of -l bytes each; a match lies in one of them as a whole.\n\n"
                            + "A regular expression is one of Java's; each byte is a character from \\x00 to \\xff. Its matches do not overlap. In binary data, a "
                            + "class of characters such as [ -~] is better than a point.\n\n"
                            + AddressSpaceOptions.DESCRIPTION)
            .example("::search -p -n 0t5 -t \"Linux version\"", "five places in physical memory with that text")
            .example("::search -p -v -n 3 -e 'root=[!-~]+'", "what the kernel's command line says of its root")
            .example(
                    "<rsp,100::search -v -m ffffffff80000000 ffffffff80000000",
                    "what may be pointers into text on a stack")
            .example(
                    "<rip,1000::search -C 10 -n 2 -b '48 8b ?? 24'",
                    "instructions of some form, with 16 bytes around them")
            .build();

    private SearchDcmd() {}

    static Dcmd dcmd() {
        return new Declared(SEARCH, SearchDcmd::search);
    }

    private static Status search(Invocation in) {
        if (in.arguments().isEmpty() || !agrees(in)) {
            return Status.USAGE;
        }
        SearchPattern pattern = SearchedPattern.of(in);
        SearchPlace place = in.has('p') ? SearchPlace.physical(in) : SearchPlace.chosen(in);
        if (in.hasAddress() && !in.isPipeInput() && in.count() == 0) {
            return Status.OK;
        }
        List<SearchRange> ranges = ranges(in, place.whole());
        long limit = limit(in);
        var rows = new FoundRow(in, place, pattern instanceof ValuePattern, context(in));
        return run(in, place, ranges, pattern, limit, rows);
    }

    private static Status run(
            Invocation in,
            SearchPlace place,
            List<SearchRange> ranges,
            SearchPattern pattern,
            long limit,
            FoundRow rows) {
        var count = new Object() {
            long found;
        };
        MemorySearch.Report report;
        try {
            report = MemorySearch.search(
                    place.memory(),
                    ranges,
                    pattern,
                    (address, length) -> {
                        in.out().emit(rows.of(address, length));
                        return ++count.found != limit;
                    },
                    in.effort());
        } catch (SearchFailedException failure) {
            throw new DcmdException(failure.getMessage());
        }
        report.faults().forEach(in::warn);
        if (report.bytes() == 0) {
            throw new DcmdException("nothing searched: there is no memory in the range");
        }
        return report.faults().isEmpty() ? Status.OK : Status.ERROR;
    }

    /** Whether the options go together. */
    private static boolean agrees(Invocation in) {
        long kinds = SearchedPattern.kinds(in);
        if (kinds > 1) {
            in.warn("only one of -t, -b and -e may be given");
            return false;
        }
        if (kinds == 1 && (in.number('s').isPresent() || in.number('m').isPresent())) {
            in.warn("-s and -m are for values");
            return false;
        }
        boolean space =
                Stream.of('a', 'c', 'r').anyMatch(letter -> in.number(letter).isPresent())
                        || in.has('u')
                        || in.has('w')
                        || in.has('d');
        if (in.has('p') && space) {
            in.warn("-a, -c, -d, -r, -u and -w are for virtual memory");
            return false;
        }
        return true;
    }

    private static List<SearchRange> ranges(Invocation in, SearchRange whole) {
        OptionalLong length = in.number('l');
        if (length.isPresent() && length.getAsLong() == 0) {
            throw new DcmdException("-l: a range has at least one byte");
        }
        if (!in.piped().isEmpty()) {
            if (length.isEmpty()) {
                throw new DcmdException("say with -l how many bytes to search at each address");
            }
            return in.piped().stream()
                    .map(address -> SearchRange.of(address, length.getAsLong()))
                    .toList();
        }
        if (!in.hasAddress()) {
            return List.of(whole);
        }
        if (length.isPresent() || in.isLoop()) {
            return List.of(SearchRange.of(in.address(), length.orElse(in.count())));
        }
        boolean inside = Long.compareUnsigned(in.address(), whole.last()) <= 0;
        return List.of(new SearchRange(in.address(), inside ? whole.last() : -1));
    }

    private static long limit(Invocation in) {
        long limit = in.number('n').orElse(-1);
        if (limit == 0) {
            throw new DcmdException("-n: a limit of 0");
        }
        return limit;
    }

    private static int context(Invocation in) {
        long context = in.number('C').orElse(0);
        if (Long.compareUnsigned(context, MOST_CONTEXT) > 0) {
            throw new DcmdException("-C: at most 0x1000 bytes are shown");
        }
        return (int) context;
    }
}
