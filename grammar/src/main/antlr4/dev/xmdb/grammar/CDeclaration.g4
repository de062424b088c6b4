/*
 * C declarations of types, as much of them as descriptions of data need: structures, unions and enumerations with their members, names of
 * types and typedefs. Statements, functions' bodies and initial values have no place here.
 */
grammar CDeclaration;

// One type without a name of its own.
declaration : specifier abstractDeclarator SEMICOLON? EOF;

// A file of declarations.
unit : (external | SEMICOLON)* EOF;

external
    : TYPEDEF specifier declarator (COMMA declarator)* SEMICOLON  # alias
    | specifier SEMICOLON  # definition
    ;

specifier : qualifier* base qualifier*;

base
    : tag=(STRUCT | UNION) attribute? name=NAME? LEFT_BRACE member* RIGHT_BRACE attribute?  # aggregate
    | ENUM name=NAME? LEFT_BRACE enumerator (COMMA enumerator)* COMMA? RIGHT_BRACE  # enumeration
    | tag=(STRUCT | UNION | ENUM) name=NAME  # tagged
    // As few names as will do: the last one before a declarator's end is the member's.
    | NAME+?  # named
    ;

attribute : ATTRIBUTE LEFT_PAREN LEFT_PAREN NAME RIGHT_PAREN RIGHT_PAREN;

member : specifier (memberDeclarator (COMMA memberDeclarator)*)? SEMICOLON;

memberDeclarator
    : declarator (COLON width=constant)?  # variable
    | pointer COLON width=constant  # padding
    ;

declarator : pointer direct;

direct
    : NAME  # directName
    | LEFT_PAREN declarator RIGHT_PAREN  # directNested
    | direct dimension  # directArray
    | direct LEFT_PAREN parameters RIGHT_PAREN  # directFunction
    ;

abstractDeclarator : pointer abstractDirect?;

abstractDirect
    : LEFT_PAREN parameters RIGHT_PAREN  # abstractPlainFunction
    | LEFT_PAREN abstractDeclarator RIGHT_PAREN  # abstractNested
    | dimension  # abstractPlainArray
    | abstractDirect dimension  # abstractArray
    | abstractDirect LEFT_PAREN parameters RIGHT_PAREN  # abstractFunction
    ;

pointer : (STAR qualifier*)*;

dimension : LEFT_BRACKET constant? RIGHT_BRACKET;

parameters : (parameter (COMMA parameter)* (COMMA ELLIPSIS)?)?;

parameter : specifier (declarator | abstractDeclarator);

enumerator : NAME (EQUALS constant)?;

constant
    : operator=(MINUS | TILDE | PLUS) constant  # unary
    | constant operator=(STAR | SLASH | PERCENT) constant  # binary
    | constant operator=(PLUS | MINUS) constant  # binary
    | constant operator=(SHIFT_LEFT | SHIFT_RIGHT) constant  # binary
    | constant operator=AND constant  # binary
    | constant operator=XOR constant  # binary
    | constant operator=OR constant  # binary
    | LEFT_PAREN constant RIGHT_PAREN  # nested
    | NUMBER  # literal
    | CHARACTER  # character
    | NAME  # enumerated
    ;

qualifier : CONST | VOLATILE | RESTRICT;

STRUCT : 'struct';
UNION : 'union';
ENUM : 'enum';
TYPEDEF : 'typedef';
CONST : 'const';
VOLATILE : 'volatile';
RESTRICT : 'restrict' | '_Restrict';
ATTRIBUTE : '__attribute__';
NAME : [A-Za-z_] [A-Za-z0-9_]*;
NUMBER : ('0' [xX] [0-9A-Fa-f]+ | [0-9]+) [uUlL]*;
CHARACTER : '\'' [ -&(-[\]-~] '\'';
LEFT_BRACE : '{';
RIGHT_BRACE : '}';
LEFT_PAREN : '(';
RIGHT_PAREN : ')';
LEFT_BRACKET : '[';
RIGHT_BRACKET : ']';
SEMICOLON : ';';
COMMA : ',';
COLON : ':';
STAR : '*';
SLASH : '/';
PERCENT : '%';
PLUS : '+';
EQUALS : '=';
MINUS : '-';
TILDE : '~';
AND : '&';
OR : '|';
XOR : '^';
SHIFT_LEFT : '<<';
SHIFT_RIGHT : '>>';
ELLIPSIS : '...';
BLANK : [ \t\r\n\f]+ -> skip;
COMMENT : '/*' .*? '*/' -> skip;
LINE_COMMENT : '//' ~[\n]* -> skip;
// Lines for the preprocessor: what they say is not known here.
DIRECTIVE : '#' ('\\' '\r'? '\n' | ~[\n])* -> skip;
OTHER : .;
