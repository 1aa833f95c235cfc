xquery version "3.1";

(: Runs before the package is installed: the index must be known before the documents come. :)

(: Set by eXist: its own folder, the folder of the unpacked package, the collection it goes to. :)
declare variable $home external;
declare variable $dir external;
declare variable $target external;

declare function local:make-collections($parent as xs:string, $names as xs:string*) {
    if (exists($names)) then (
        xmldb:create-collection($parent, head($names)),
        local:make-collections($parent || "/" || head($names), tail($names))
    ) else ()
};

local:make-collections("/db/system/config", tokenize($target, "/")[. != ""]),
xmldb:store-files-from-pattern("/db/system/config" || $target, $dir, "*.xconf")
