/*
 * The sentences of the command language.
 *
 * One token of lookahead decides everything. An expression is a flat row of operands and operators here; SyntaxTreeBuilder
 * groups it by Expression.BinaryOperator's precedence. An operator never stands where an operand is wanted and the other way
 * round, so "+", "^" and "&" as operands, and "*", "%", "#" and "-" as prefixes, need no second look.
 */
parser grammar MdbParser;

options { tokenVocab = MdbLexer; }

statement
    : address=expression (COMMA count=expression pipeline? shell? | pipeline shell?)? terminator
    | COMMA count=expression pipeline? shell? terminator
    | pipeline shell? terminator
    | shell terminator
    | terminator
    ;

terminator : TERMINATOR | EOF;

shell : BANG SHELL_TEXT?;

pipeline : command (PIPE command)*;

command
    : VERB formatItem*                      # formatCommand
    | WRITE_OR_SEARCH argument*             # writeOrSearchCommand
    | (DCMD | SHORT_DCMD) argument*         # dcmdCommand
    | (ASSIGN | ASSIGN_CAST) argument*      # assignCommand
    | DOLLAR                                # registersCommand
    ;

formatItem
    : (REPEAT | immediate)? LETTER
    | STRING
    ;

argument : WORD | immediate;

immediate : OPEN_BRACKET expression CLOSE_BRACKET;

expression
    : operand
      ((OR | CARET | AMPERSAND | EQUAL | NOT_EQUAL | SHIFT_LEFT | SHIFT_RIGHT | PLUS | MINUS | STAR | PERCENT | HASH | MODULUS)
        operand)*
    ;

operand : (HASH | TILDE | MINUS | STAR | PERCENT | SIZED_READ)* primary;

primary
    : LEFT_PAREN expression RIGHT_PAREN
    | DOT
    | PLUS
    | CARET
    | AMPERSAND
    | NUMBER
    | RADIX_NUMBER
    | FLOAT
    | CHARACTER_CONSTANT
    | SYMBOL
    | VARIABLE
    ;
