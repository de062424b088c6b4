package dev.xmdb.samples.truth;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Every mapping of the kernel's: the kernel's own records lead to the entry and the frame. The command walks from the root as well, and
 * complains when that leads elsewhere.
 */
final class MappingAgreement implements Agreement {
    private static final int ADDRESS = 0;
    private static final int FRAME = 1;
    private static final int ENTRY = 2;

    private record Known(long frame, long entry) {}

    @Override
    public void check(SimulatedDomain domain) {
        Map<Long, Known> told = new LinkedHashMap<>();
        for (List<Long> mapping : domain.truth().rows("mappings")) {
            told.put(mapping.get(ADDRESS), new Known(mapping.get(FRAME), mapping.get(ENTRY)));
        }
        Map<Long, Known> found = new LinkedHashMap<>();
        long lowest = -1;
        for (Answer step : domain.ask(new ArrayList<>(told.keySet()), "::vatopfn")) {
            if (step.has("virtual")) {
                found.put(step.number("virtual"), new Known(step.number("pfn"), lowest));
                lowest = -1;
            } else if (lowest == -1) {
                lowest = step.number("pte");
            }
        }
        Agreement.same("mappings of the kernel", told, found);
    }
}
