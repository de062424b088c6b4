package dev.xmdb.target.disassembly;

/**
 * What Capstone made of some bytes.
 *
 * @param length how many of them
 * @param mnemonic its prefixes and its name, as Capstone writes them
 * @param operands its operands, as Capstone writes them in AT&T syntax
 */
record Decoded(int length, String mnemonic, String operands) {}
